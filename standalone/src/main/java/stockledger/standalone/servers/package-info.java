/** The embedded servers: started before the service, stopped after it, and cleaned up after a crash. */
@NullMarked
package stockledger.standalone.servers;

import org.jspecify.annotations.NullMarked;
