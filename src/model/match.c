/*
 * match.c
 *	  Which statements of a model the model before had, too.
 *
 * Of those that both have, the longest run that is in the same order is the
 * same; the others count as removed and added, for what a statement does may
 * depend on what stands before it.
 */
#include "postgres.h"

#include "utils/hsearch.h"

#include "model/match.h"

typedef struct DigestEntry
{
	char		digest[MIG_STATEMENT_DIGEST];	/* hash key */
	List	   *numbers;		/* in the model before, in order */
} DigestEntry;

static HTAB *
index_statements(const MigStatements *before)
{
	HASHCTL		ctl = {.keysize = MIG_STATEMENT_DIGEST,.entrysize = sizeof(DigestEntry),.hcxt = CurrentMemoryContext};
	HTAB	   *index = hash_create("migrate statements", 1024, &ctl, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);

	for (int i = 0; i < before->n; i++)
	{
		bool		found;
		DigestEntry *entry = hash_search(index, before->all[i].digest, HASH_ENTER, &found);

		if (!found)
			entry->numbers = NIL;
		entry->numbers = lappend_int(entry->numbers, i);
	}
	return index;
}

/* The numbers in the model before of the statements of this one; -1 for none. */
static int *
find_equal(const MigSelection *selection, const MigStatements *before)
{
	HTAB	   *index = index_statements(before);
	int		   *equal = palloc(Max(1, selection->nlines) * sizeof(int));

	for (int i = 0; i < selection->nlines; i++)
	{
		DigestEntry *entry = hash_search(index, selection->lines[i].digest->digest, HASH_FIND, NULL);

		equal[i] = -1;
		if (entry == NULL || entry->numbers == NIL)
			continue;
		equal[i] = linitial_int(entry->numbers);
		entry->numbers = list_delete_first(entry->numbers);
	}
	return equal;
}

/*
 * Leaves of the numbers a longest ascending row, and sets the others to -1: the
 * row that ends lowest is kept for every length.
 */
static void
keep_ascending(int *numbers, int n)
{
	int		   *ends = palloc(Max(1, n) * sizeof(int)); /* by length: where the row ends */
	int		   *previous = palloc(Max(1, n) * sizeof(int));
	int			longest = 0;

	for (int i = 0; i < n; i++)
	{
		int			low = 0;
		int			high = longest;

		if (numbers[i] < 0)
			continue;
		while (low < high)
		{
			int			middle = (low + high) / 2;

			if (numbers[ends[middle]] < numbers[i])
				low = middle + 1;
			else
				high = middle;
		}
		previous[i] = low > 0 ? ends[low - 1] : -1;
		ends[low] = i;
		longest = Max(longest, low + 1);
	}
	for (int i = n - 1, kept = longest > 0 ? ends[longest - 1] : -1; i >= 0; i--)
	{
		if (i == kept)
			kept = previous[i];
		else
			numbers[i] = -1;
	}
}

List *
mig_match_lines(MigSelection *selection, const MigStatements *before)
{
	int		   *equal = find_equal(selection, before);
	bool	   *kept = palloc0(Max(1, before->n) * sizeof(bool));
	List	   *gone = NIL;

	keep_ascending(equal, selection->nlines);
	for (int i = 0; i < selection->nlines; i++)
		if (equal[i] >= 0)
		{
			selection->lines[i].before = &before->all[equal[i]];
			kept[equal[i]] = true;
		}
	for (int i = 0; i < before->n; i++)
		if (!kept[i])
			gone = lappend(gone, &before->all[i]);
	return gone;
}
