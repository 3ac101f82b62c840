/*
 * targets.c
 *	  Fuzzes what reads targets, ranges' ends and names, in graphs of any form.
 *
 * An input is the number of revisions, then four bytes for each (parents,
 * dependencies, label, mark), then the target.
 */
#include "postgres.h"

#include "backend.h"
#include "history/build.h"
#include "history/target.h"

int			LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MOST_REVISIONS 16
#define BYTES_EACH 4

static const char *const ids[MOST_REVISIONS] = {
	"aaaa1111", "aaaa2222", "aaab3333", "1", "20200101", "-", "a b", "bbbb", "bbbbcccc", "dddd", "e-1", "f+2", "g_h",
	"\303\244", "0000", "main2"
};
static const char *const labels[] = {"main", "side", "aaaa", "x-1", "head2"};

typedef struct Input
{
	MigGraph   *graph;
	List	   *marks;
	const char *target;
	bool		clamp;
	int			n;
} Input;

/* The revisions before number that bits name. */
static List *
choose(int number, int bits)
{
	List	   *chosen = NIL;

	for (int i = 0; i < 8; i++)
		if ((bits & (1 << i)) != 0 && number - i - 1 >= 0)
			chosen = lappend(chosen, unconstify(char *, ids[number - i - 1]));
	return chosen;
}

static void
build(Input *input, const uint8_t *data)
{
	MigRevisionInfo infos[MOST_REVISIONS] = {{NULL}};

	for (int i = 0; i < input->n; i++)
	{
		const uint8_t *bytes = data + i * BYTES_EACH;

		infos[i].id = ids[i];
		infos[i].message = "";
		infos[i].transactional = true;
		infos[i].down_revision = choose(i, bytes[0]);
		infos[i].depends_on = choose(i, bytes[1] & ~bytes[0]);
		if (bytes[2] < lengthof(labels))
			infos[i].branch_label = list_make1(unconstify(char *, labels[bytes[2]]));
	}
	input->graph = mig_history_build(CurrentMemoryContext, infos, input->n);
	for (int i = 0; i < input->n; i++)
		if ((data[i * BYTES_EACH + 3] & 1) != 0)
			input->marks = lappend_int(input->marks, i);
}

static void
expect_revisions(const Input *input, List *revs)
{
	ListCell   *lc;

	foreach(lc, revs)
		fuzz_expect(lfirst_int(lc) >= 0 && lfirst_int(lc) < input->n, "no such revision");
}

static void
up(void *arg)
{
	Input	   *input = arg;

	expect_revisions(input, mig_history_up_target(input->graph, input->marks, input->target, input->clamp));
}

static void
down(void *arg)
{
	Input	   *input = arg;
	MigDownTarget target = mig_history_down_target(input->graph, input->marks, input->target);

	fuzz_expect(target.rev >= MIG_BASE && target.rev < input->n, "no such revision");
}

static void
any(void *arg)
{
	Input	   *input = arg;

	expect_revisions(input, mig_history_any_target(input->graph, input->marks, input->target, input->clamp));
}

static void
resolve(void *arg)
{
	Input	   *input = arg;

	expect_revisions(input, mig_history_resolve(input->graph, input->target));
}

static void
resolve_branch(void *arg)
{
	Input	   *input = arg;
	int			rev = mig_history_resolve_branch(input->graph, input->target);

	fuzz_expect(rev >= MIG_BASE && rev < input->n, "no such revision");
}

static void
lineage(void *arg)
{
	Input	   *input = arg;

	(void) mig_history_lineage(input->graph, input->target, input->clamp);
}

static void
run(void *arg)
{
	const uint8_t **ends = arg;
	const uint8_t *data = ends[0];
	size_t		size = ends[1] - ends[0];
	Input	   *input = palloc0(sizeof(Input));
	void		(*const questions[]) (void *) = {up, down, any, resolve, resolve_branch, lineage};

	input->n = Min(data[0] % (MOST_REVISIONS + 1), (size - 2) / BYTES_EACH);
	input->clamp = (data[1] & 1) != 0;
	build(input, data + 2);
	data += 2 + input->n * BYTES_EACH;
	input->target = pnstrdup((const char *) data, ends[1] - data);
	fuzz_expect(mig_history_steps_down(input->target) >= 0, "steps upward");
	for (int i = 0; i < lengthof(questions); i++)
		(void) fuzz_try(questions[i], input);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *ends[] = {data, data + size};

	if (size < 2)
		return 0;
	(void) fuzz_try(run, ends);
	fuzz_free_all();
	return 0;
}
