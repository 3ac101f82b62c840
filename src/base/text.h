/*
 * text.h
 *	  Writes SQL: statements collected one by one, and small pieces of them.
 */
#ifndef MIG_TEXT_H
#define MIG_TEXT_H

#include "nodes/pg_list.h"

/* Statements in the making, in the memory context that was current at init. */
typedef struct MigWriter
{
	List	   *statements;		/* of char *, without the semicolon */
	bool		destructive;	/* does one of them lose data? */
} MigWriter;

/* Appends one statement. */
extern void mig_text_statement(MigWriter *out, const char *format,...) pg_attribute_printf(2, 3);

/* The strings of a list joined by a separator; "" for an empty list. */
extern char *mig_text_join(const List *strings, const char *separator);

/* A literal with its quotes; "NULL" for NULL. */
extern char *mig_text_literal(const char *value);

/* text without the white space around it: cuts its end off and returns its start. */
extern char *mig_text_trim(char *text);

/* A copy on one line, for a comment: names may hold line ends. */
extern char *mig_text_one_line(const char *text);

/* Equal texts; two NULLs are equal. */
extern bool mig_text_equal(const char *a, const char *b);

/* Is text among texts (of char *)? */
extern bool mig_text_among(const List *texts, const char *text);

/*
 * The last name in an identity, without its quotes: "a.\"b\"\"c\"" gives b"c,
 * "a.f(integer)" gives f, "t ON a.b" gives t.
 */
extern char *mig_text_last_name(const char *identity);

/* What comes before the last name, with its dot: "public.", or "". */
extern char *mig_text_qualifier(const char *identity);

/* The identity with its last name replaced; name comes without quotes. */
extern char *mig_text_replace_last_name(const char *identity, const char *name);

/*
 * Where the body begins in what pg_get_functiondef gives, if the body is a text
 * of which the server knows nothing; else NULL.
 */
extern const char *mig_text_body(const char *definition);

/*
 * The canonical form of a deparsed expression or of text that holds some.  The
 * server prints "x IN ('a', 'b')" over varchar in one of two ways, depending on
 * whether it was read from a user's text or from its own; both come out as the
 * IN that gives the first again.  "((a AND b) AND c)", as of a BETWEEN and more,
 * it reads as "(a AND b AND c)"; so does OR.  Quoted text is left as it is.  May
 * change text, and return it.
 */
extern char *mig_text_canonical(char *text);

#endif							/* MIG_TEXT_H */
