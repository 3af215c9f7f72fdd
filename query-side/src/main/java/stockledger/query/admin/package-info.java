/** Administration of projections over HTTP: progress, rebuilds, parked keys and shadow mode. */
@NullMarked
package stockledger.query.admin;

import org.jspecify.annotations.NullMarked;
