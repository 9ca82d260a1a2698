"""What a file from outside holds: tables with their merged cells and struck-out words, and the text between them."""
