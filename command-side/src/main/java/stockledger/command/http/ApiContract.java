package stockledger.command.http;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import stockledger.command.dispatch.Refusal;

/**
 * What a command's address promises its callers, beside what all of them have in common. The API's description is made
 * from it.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ApiContract {

    /** What it does, in one sentence. */
    String does();

    /** The status of its success; with 201 and 202 comes a {@code Location}. */
    int status() default 200;

    /** Whether its success carries the version of what it is about as an entity tag. */
    boolean tagged() default false;

    /** Whether it may be answered later, when its caller prefers that. */
    boolean later() default true;

    /** The form of its body, when the method's parameters do not tell. */
    Class<?> body() default void.class;

    /** Whether its body is rows, as CSV or NDJSON, which are read as they come. */
    boolean rows() default false;

    /** The refusals that it may give of itself. */
    Class<? extends Refusal>[] refusals() default {};
}
