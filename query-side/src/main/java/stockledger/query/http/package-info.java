/** HTTP infrastructure shared by all queries: parameters, bodies, cursors, caching, encodings and problems. */
@NullMarked
package stockledger.query.http;

import org.jspecify.annotations.NullMarked;
