/** What happens to work that was accepted and is done later: many rows, or one request. */
@NullMarked
package stockledger.events.bulk;

import org.jspecify.annotations.NullMarked;
