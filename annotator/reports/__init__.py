"""The way out: the workbook, tables for scripts, files for other programs."""
