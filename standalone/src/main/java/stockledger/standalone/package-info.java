/** Both sides in one process on one port, together with the embedded servers. */
@NullMarked
package stockledger.standalone;

import org.jspecify.annotations.NullMarked;
