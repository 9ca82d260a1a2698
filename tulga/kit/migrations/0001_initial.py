from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="UsedToken",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("location", models.TextField(blank=True, default="")),
                ("used_at", models.DateTimeField(auto_now_add=True, db_index=True)),
            ],
        ),
    ]
