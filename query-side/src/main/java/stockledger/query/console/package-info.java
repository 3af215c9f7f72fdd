/** Administration of projections over HTTP: progress and rebuild. */
@NullMarked
package stockledger.query.console;

import org.jspecify.annotations.NullMarked;
