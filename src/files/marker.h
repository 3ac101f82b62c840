/*
 * marker.h
 *	  The lines of a revision file, and those that begin and end its sections.
 *	  Pure: no SQL, no catalogs.
 */
#ifndef MIG_MARKER_H
#define MIG_MARKER_H

#include "nodes/pg_list.h"

/* What may stand between the words of a line. */
#define MIG_BLANKS " \t\r\f\v"

typedef enum MigSectionName
{
	MIG_SECTION_UP,
	MIG_SECTION_DOWN,
	MIG_SECTION_VERIFY,
	MIG_SECTIONS
} MigSectionName;

/* How the sections are written. */
extern const char *const mig_section_names[];

/* Words of markers that begin no section. */
#define MIG_WORD_END		MIG_SECTIONS
#define MIG_WORD_UNKNOWN	(MIG_SECTIONS + 1)

/* Where the reader of a text is. */
typedef struct MigLines
{
	const char *at;				/* the rest of the text */
	int			number;			/* of the line read last; 0 at the start */
} MigLines;

/* A line, without its end. */
typedef struct MigLine
{
	const char *text;
	int			length;
	int			number;
} MigLine;

/* "-- migrate:word options" */
typedef struct MigMarker
{
	int			word;			/* MigSectionName, or one of those above */
	char	   *name;			/* the word as it stands */
	char	   *options;
} MigMarker;

/* Reads the next line; false at the end. */
extern bool mig_files_next_line(MigLines *lines, MigLine *line);

/* Is there nothing but blanks in it? */
extern bool mig_files_is_blank(const MigLine *line);

/* What follows "--" and blanks at the start of a line; NULL: it is no comment. */
extern const char *mig_files_comment(const MigLine *line);

/*
 * Is the line a marker?  A word with a hyphen is not ours: such comments are
 * for lint and for the model.  With a blank before it, the word has to be one
 * that we know, and all there is; else it is prose.
 */
extern bool mig_files_read_marker(const MigLine *line, MigMarker *marker);

/* Would a line of this text be taken for a marker? */
extern bool mig_files_has_marker(const char *text);

/* A copy of what is from p to end, without the blanks around it. */
extern char *mig_files_trimmed(const char *p, const char *end);

/*
 * The names in a list with commas, as a List of char *.  One in double quotes
 * may hold commas; a quote in it is written twice.  Returns false when a name
 * is empty or a quote is not closed.
 */
extern bool mig_files_split(const char *names, List **result);

#endif							/* MIG_MARKER_H */
