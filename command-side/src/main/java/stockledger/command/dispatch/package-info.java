/** How commands run: one at a time for each stream, retried when another node was faster, refused with facts. */
@NullMarked
package stockledger.command.dispatch;

import org.jspecify.annotations.NullMarked;
