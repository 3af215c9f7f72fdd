/** Events of asynchronous jobs (bulk uploads and single requests) and of their uploads. */
@NullMarked
package stockledger.events.bulk;

import org.jspecify.annotations.NullMarked;
