/** How events reach documents: folded in batches, guarded by versions, rebuilt beside what is served. */
@NullMarked
package stockledger.query.projection;

import org.jspecify.annotations.NullMarked;
