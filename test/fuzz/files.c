/*
 * files.c
 *	  Fuzzes what reads revision files, of every format.
 *
 * An input is the number of a format, and then names and texts in turn, with a
 * byte 0xFE after each.  A set without a problem has to come back the same when
 * it is written and read again.
 */
#include "postgres.h"

#include "backend.h"
#include "files/check.h"
#include "files/compare.h"
#include "files/directory.h"
#include "files/format.h"
#include "files/write.h"
#include "history/build.h"

int			LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const MigFormat *const formats[] = {
#define MIG_FORMAT(name)	&mig_format_##name,
#include "files/formats.list"
#undef MIG_FORMAT
};

typedef struct Input
{
	const MigFormat *format;
	const char *data;
	size_t		size;
} Input;

/* What comes next, up to its end. */
static char *
next_piece(Input *input, size_t *length)
{
	const char *end = memchr(input->data, 0xFE, input->size);
	char	   *piece;

	*length = end ? end - input->data : input->size;
	piece = palloc(*length + 1);
	memcpy(piece, input->data, *length);
	piece[*length] = '\0';
	input->data += end ? *length + 1 : *length;
	input->size -= end ? *length + 1 : *length;
	return piece;
}

static List *
read_input(Input *input, MigProblems *problems)
{
	List	   *files = NIL;

	while (input->size > 0)
	{
		size_t		length;
		char	   *name = next_piece(input, &length);
		char	   *bytes = next_piece(input, &length);
		MigFile    *file;

		if (!mig_files_takes(input->format, name))
			continue;
		file = mig_files_decode(name, bytes, length, problems);
		if (file != NULL)
			files = lappend(files, file);
	}
	return files;
}

static bool
same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* No message that a file can hold is another when it comes back. */
static void
expect_same(const MigStored *one, const MigStored *two)
{
	fuzz_expect(same(one->info.id, two->info.id), "another id");
	fuzz_expect(same(one->info.message, two->info.message), "another message");
	fuzz_expect(same(one->upgrade, two->upgrade), "another upgrade");
	fuzz_expect(same(one->downgrade, two->downgrade), "another downgrade");
	fuzz_expect(same(one->verify, two->verify), "another verify");
	fuzz_expect(one->info.transactional == two->info.transactional, "transactional");
	fuzz_expect(list_length(one->info.down_revision) == list_length(two->info.down_revision), "parents");
	fuzz_expect(list_length(one->info.depends_on) == list_length(two->info.depends_on), "dependencies");
	fuzz_expect(list_length(one->info.branch_label) == list_length(two->info.branch_label), "labels");
}

static void
round_trip(const MigIncoming *one)
{
	MigProblems problems = {NIL};
	MigFile		file = {"again.sql", mig_files_text(&one->stored)};
	const MigIncoming *again = mig_files_read(&file, &problems);

	fuzz_expect(problems.lines == NIL && again != NULL, "what was written can't be read");
	expect_same(&one->stored, &again->stored);
}

static void
run(void *arg)
{
	Input	   *input = arg;
	MigProblems problems = {NIL};
	List	   *files = read_input(input, &problems);
	List	   *incoming = input->format->read(files, &problems);
	MigGraph   *graph = mig_history_build(CurrentMemoryContext, NULL, 0);
	ListCell   *lc;

	mig_files_chain(incoming, graph, &problems);
	mig_files_check(incoming, graph, &problems);
	mig_files_raise(&problems);
	foreach(lc, incoming)
		round_trip(lfirst(lc));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Input		input;

	if (size == 0)
		return 0;
	input = (Input) {formats[data[0] % lengthof(formats)], (const char *) data + 1, size - 1};
	(void) fuzz_try(run, &input);
	fuzz_free_all();
	return 0;
}
