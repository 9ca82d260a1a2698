"""The one import engine: from a file's content to what applying it would do. ADR 18.

It knows no agency, no plan and no database. An app brings *layouts* (how a file of one kind is read) and a *target*
(what exists already, and how it is written); `tulga.imports` keeps files, answers and previews, and has the pages.
"""
