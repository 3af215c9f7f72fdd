package stockledger.command.http;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The stream version in the header {@code If-Match}; null when the caller accepts any.
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface IfMatchVersion {

    /** The letter of the stream: {@code p} product, {@code s} stock, {@code r} reservation, {@code j} job. */
    char value();
}
