/*
 * coerce.h
 *	  What the server can make of values of a type.
 */
#ifndef MIG_COERCE_H
#define MIG_COERCE_H

/*
 * Can a value of one type be assigned to a column of another, by a cast of the
 * server's own?  Unlike a cast that is written out, assignment does not cut off
 * what is too long.  Types as format_type writes them; false for those that are
 * not the server's own.
 */
extern bool mig_coerce_assigns(const char *from, const char *to);

#endif							/* MIG_COERCE_H */
