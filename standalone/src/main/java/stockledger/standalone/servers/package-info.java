/** The servers that come with the jar: started before the service, ended after it, and after a crash found again. */
@NullMarked
package stockledger.standalone.servers;

import org.jspecify.annotations.NullMarked;
