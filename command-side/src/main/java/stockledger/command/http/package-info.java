/** What every command's HTTP answer has in common: problems, tokens, limits, and who asked. */
@NullMarked
package stockledger.command.http;

import org.jspecify.annotations.NullMarked;
