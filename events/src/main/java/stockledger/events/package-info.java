/** What all packages share: identifiers, money, the spelling of texts, consistency tokens and what readers of events are stuck at. */
@NullMarked
package stockledger.events;

import org.jspecify.annotations.NullMarked;
