/** What the HTTP of all queries shares: parameters, bodies, cursors, caching, encodings, and how errors become problems. */
@NullMarked
package stockledger.query.http;

import org.jspecify.annotations.NullMarked;
