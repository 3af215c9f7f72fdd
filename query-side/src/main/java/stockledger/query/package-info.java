/** The side that answers: the door through which others start it. */
@NullMarked
package stockledger.query;

import org.jspecify.annotations.NullMarked;
