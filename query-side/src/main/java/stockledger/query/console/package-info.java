/** The web console: the files of a page that runs in the browser and calls the public API. */
@NullMarked
package stockledger.query.console;

import org.jspecify.annotations.NullMarked;
