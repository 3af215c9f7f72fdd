/** The query side: its Spring configuration and main class. */
@NullMarked
package stockledger.query;

import org.jspecify.annotations.NullMarked;
