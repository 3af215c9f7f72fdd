/** Tests of the architecture, the documents and the packaged jar; each rule is tested with a violation. */
@NullMarked
package stockledger.architecture;

import org.jspecify.annotations.NullMarked;
