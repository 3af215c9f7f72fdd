/** Projects events into documents: batches, optimistic writes, and rebuilds while the old epoch is served. */
@NullMarked
package stockledger.query.projection;

import org.jspecify.annotations.NullMarked;
