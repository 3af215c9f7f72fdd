/** One process that is the whole shop: both sides behind one port, and the servers that they need. */
@NullMarked
package stockledger.standalone;

import org.jspecify.annotations.NullMarked;
