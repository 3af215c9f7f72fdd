/** Who calls: credentials, scopes and the addresses that need them, and the hosts that the service answers for. */
@NullMarked
package stockledger.web.security;

import org.jspecify.annotations.NullMarked;
