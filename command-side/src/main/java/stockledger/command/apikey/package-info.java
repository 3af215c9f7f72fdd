/** API keys: issued and revoked by command, all in one stream. */
@NullMarked
package stockledger.command.apikey;

import org.jspecify.annotations.NullMarked;
