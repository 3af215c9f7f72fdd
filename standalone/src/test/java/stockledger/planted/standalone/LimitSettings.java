package stockledger.planted.standalone;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Planted: settings that no table describes.
 *
 * @param mostThings most things at once, of
 *     any kind
 * @param inner more
 */
@ConfigurationProperties("stockledger.planted-limits")
record LimitSettings(@DefaultValue("7") int mostThings, Inner inner) {

    /** Without a Javadoc for its component. */
    record Inner(int silent) {}
}
