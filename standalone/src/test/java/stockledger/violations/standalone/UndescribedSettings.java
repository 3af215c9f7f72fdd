package stockledger.violations.standalone;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Violates: every setting has a row in the settings table.
 *
 * @param maxItems maximum number of items, of
 *     any kind
 * @param inner more
 */
@ConfigurationProperties("stockledger.undescribed")
record UndescribedSettings(@DefaultValue("7") int maxItems, Inner inner) {

    /** Without a Javadoc for its component. */
    record Inner(int withoutJavadoc) {}
}
