/** Server-sent events: pages are sent again at each change. */
@NullMarked
package stockledger.query.sse;

import org.jspecify.annotations.NullMarked;
