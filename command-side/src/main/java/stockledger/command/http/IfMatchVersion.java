package stockledger.command.http;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The version of a stream that the caller expects, from the header {@code If-Match}; null when it expects none.
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface IfMatchVersion {

    /** The letter of the stream that the command is about: {@code p} a product, {@code s} its stock, {@code r} a reservation. */
    char value();
}
