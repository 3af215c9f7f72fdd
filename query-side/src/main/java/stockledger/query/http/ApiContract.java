package stockledger.query.http;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a question's address promises its callers, beside what all of them have in common. The API's description is made
 * from it.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ApiContract {

    /** What it tells, in one sentence. */
    String tells();

    /** The status of its success; with 202 comes a {@code Location}. */
    int status() default 200;

    /** Whether its success carries an entity tag, so that the same need not be sent again. */
    boolean tagged() default false;

    /** The form of its answer, when the method's return type does not tell. */
    Class<?> answer() default void.class;

    /** The media type of its success: JSON, or {@code text/event-stream} for callers who stay. */
    String media() default "application/json";

    /** The form of the body that it reads; void when it reads none. */
    Class<?> body() default void.class;

    /** The parameters that it knows, after the question mark. */
    String[] parameters() default {};

    /** The refusals that it may give of itself, each a status and a code. */
    String[] refusals() default {};
}
