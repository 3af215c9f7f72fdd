/** Webhooks: where events are delivered to, and which; their secrets, pauses and replays. */
@NullMarked
package stockledger.command.webhook;

import org.jspecify.annotations.NullMarked;
