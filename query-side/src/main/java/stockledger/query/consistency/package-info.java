/** Read-your-writes: a query with a consistency token waits until the documents that it reads have seen the write. */
@NullMarked
package stockledger.query.consistency;

import org.jspecify.annotations.NullMarked;
