/*
 * directory.c
 *	  Files in a directory of the server's machine.
 */
#include "postgres.h"

#include <sys/stat.h>
#include <unistd.h>

#include "catalog/pg_authid.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "storage/fd.h"
#include "utils/acl.h"

#include "base/compat.h"
#include "files/directory.h"

/* A revision is read by people: what is longer was not written by them. */
#define LARGEST_FILE (32 * 1024 * 1024)

/* How many directories may lie in each other. */
#define DEEPEST 16

static void
check_right(Oid role, const char *role_name, const char *what, const char *directory)
{
	if (!has_privs_of_role(GetUserId(), role))
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("permission denied to %s files of the server", what),
				 errdetail("Only roles with privileges of \"%s\" may.", role_name),
				 errhint("migrate.add_files and migrate.file_text do the same with texts that the client reads and writes, as \"migrate sync\" does.")));
	if (!is_absolute_path(directory))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_NAME),
				 errmsg("\"%s\" is not an absolute path", directory),
				 errhint("It is a directory of the server's machine, not of the client's.")));
}

static int
by_text(const ListCell *a, const ListCell *b)
{
	return strcmp(lfirst(a), lfirst(b));
}

/* The names in directory/below, with what is below put before them. */
static List *
walk(const char *directory, const char *below, int depth)
{
	char	   *path = psprintf("%s/%s", directory, below);
	DIR		   *dir = AllocateDir(path);
	List	   *names = NIL;
	struct dirent *entry;

	while ((entry = ReadDir(dir, path)) != NULL)
	{
		char	   *name = psprintf("%s%s", below, entry->d_name);
		struct stat st;

		if (entry->d_name[0] == '.' || stat(psprintf("%s/%s", directory, name), &st) != 0)
			continue;
		if (S_ISREG(st.st_mode))
			names = lappend(names, name);
		else if (S_ISDIR(st.st_mode) && depth < DEEPEST)
			names = list_concat(names, walk(directory, psprintf("%s/", name), depth + 1));
	}
	FreeDir(dir);
	return names;
}

List *
mig_files_list(const char *directory)
{
	List	   *names;

	check_right(ROLE_PG_READ_SERVER_FILES, "pg_read_server_files", "read", directory);
	names = walk(directory, "", 0);
	list_sort(names, by_text);
	return names;
}

static int
line_of(const char *bytes, size_t offset)
{
	int			line = 1;

	for (size_t i = 0; i < offset; i++)
		line += bytes[i] == '\n';
	return line;
}

static bool
is_too_large(const char *name, size_t length, MigProblems *problems)
{
	if (length <= LARGEST_FILE)
		return false;
	mig_files_complain(problems, name, 0, "it has %zu MB, and %d are the most", length / (1024 * 1024),
					   LARGEST_FILE / (1024 * 1024));
	mig_files_hint(problems, "Data that is that large is better loaded by COPY, from outside a revision.");
	return true;
}

MigFile *
mig_files_accept(const char *name, const char *text, MigProblems *problems)
{
	static const char mark[] = "\xEF\xBB\xBF";
	MigFile    *file = palloc(sizeof(MigFile));

	if (is_too_large(name, strlen(text), problems))
		return NULL;
	if (GetDatabaseEncoding() == PG_UTF8 && strncmp(text, mark, strlen(mark)) == 0)
		text += strlen(mark);
	*file = (MigFile) {name, text};
	return file;
}

MigFile *
mig_files_decode(const char *name, const char *bytes, size_t length, MigProblems *problems)
{
	const char *nul = memchr(bytes, '\0', length);
	int			valid;

	if (is_too_large(name, length, problems))
		return NULL;
	if (length >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0))
	{
		mig_files_complain(problems, name, 1, "it is in UTF-16, not in UTF-8");
		return NULL;
	}
	if (nul != NULL)
	{
		mig_files_complain(problems, name, line_of(bytes, nul - bytes), "there is a NUL byte");
		return NULL;
	}
	valid = pg_encoding_verifymbstr(PG_UTF8, bytes, length);
	if (valid < length)
	{
		mig_files_complain(problems, name, line_of(bytes, valid), "byte 0x%02x is not UTF-8",
						   (unsigned char) bytes[valid]);
		return NULL;
	}
	if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
	{
		bytes += 3;
		length -= 3;
	}
	return mig_files_accept(name, pg_any_to_server(pnstrdup(bytes, length), length, PG_UTF8), problems);
}

pg_noreturn static void
fail(const char *what, const char *path)
{
	ereport(ERROR,
			(errcode_for_file_access(),
			 errmsg("could not %s file \"%s\": %m", what, path)));
}

MigFile *
mig_files_load(const char *directory, const char *name, MigProblems *problems)
{
	char	   *path = psprintf("%s/%s", directory, name);
	FILE	   *in = AllocateFile(path, PG_BINARY_R);
	struct stat st;
	char	   *bytes;
	size_t		length;

	if (in == NULL || fstat(fileno(in), &st) != 0)
		fail("open", path);
	if (is_too_large(name, st.st_size, problems))
	{
		FreeFile(in);
		return NULL;
	}
	bytes = palloc(st.st_size + 1);
	length = fread(bytes, 1, st.st_size, in);
	if (ferror(in))
		fail("read", path);
	FreeFile(in);
	return mig_files_decode(name, bytes, length, problems);
}

/* Creates a directory and those above it. */
static void
make_directory(char *path)
{
	struct stat st;

	if (stat(path, &st) != 0 && pg_mkdir_p(pstrdup(path), S_IRWXU | S_IRGRP | S_IXGRP | S_IROTH | S_IXOTH) != 0)
		ereport(ERROR,
				(errcode_for_file_access(),
				 errmsg("could not create directory \"%s\": %m", path)));
}

/*
 * Creates a file in a directory that is made, too; without a name, that alone.
 * Others may read them, as those of COPY TO.
 */
static FILE *
create(char *folder, const char *path)
{
	mode_t		before = umask(S_IWGRP | S_IWOTH);
	FILE	   *out = NULL;

	PG_TRY();
	{
		make_directory(folder);
		out = path ? AllocateFile(path, PG_BINARY_W) : NULL;
	}
	PG_FINALLY();
	{
		umask(before);
	}
	PG_END_TRY();
	if (path != NULL && out == NULL)
		fail("create", path);
	return out;
}

void
mig_files_make_directory(const char *directory)
{
	check_right(ROLE_PG_WRITE_SERVER_FILES, "pg_write_server_files", "write", directory);
	(void) create(pstrdup(directory), NULL);
}

void
mig_files_save(const char *directory, const char *name, const char *text)
{
	char	   *path = psprintf("%s/%s", directory, name);
	char	   *draft = psprintf("%s.new", path);
	char	   *bytes = pg_server_to_any(text, strlen(text), PG_UTF8);
	FILE	   *out;

	check_right(ROLE_PG_WRITE_SERVER_FILES, "pg_write_server_files", "write", directory);
	out = create(pnstrdup(path, mig_files_base_name(path) - path - 1), draft);
	if (fwrite(bytes, 1, strlen(bytes), out) != strlen(bytes) || FreeFile(out) != 0)
	{
		int			code = errno;

		(void) unlink(draft);
		errno = code;
		fail("write", draft);
	}
	(void) durable_rename(draft, path, ERROR);
}
