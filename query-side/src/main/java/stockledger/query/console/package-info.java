/** What operators see and do over HTTP: the progress of projections, and their rebuild. */
@NullMarked
package stockledger.query.console;

import org.jspecify.annotations.NullMarked;
