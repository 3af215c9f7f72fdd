/** Bulk uploads: rows of CSV or NDJSON are read, stored in chunks, and accepted as one job. */
@NullMarked
package stockledger.command.bulk;

import org.jspecify.annotations.NullMarked;
