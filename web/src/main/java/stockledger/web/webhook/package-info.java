/** What both sides must know of webhooks: which addresses may be delivered to, and the secrets that deliveries are signed with. */
@NullMarked
package stockledger.web.webhook;

import org.jspecify.annotations.NullMarked;
