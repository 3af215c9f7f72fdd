/** Bulk uploads: rows in CSV or NDJSON are read, stored in chunks, and accepted as a job. */
@NullMarked
package stockledger.command.bulk;

import org.jspecify.annotations.NullMarked;
