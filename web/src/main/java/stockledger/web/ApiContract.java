package stockledger.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The contract of an address, beyond what all addresses of its side share. The API description is generated
 * from it.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ApiContract {

    /**
     * The id of the operation, of which generated clients make the name of a method: a verb and a noun, such as {@code listProducts}. It
     * never changes. Without one it is made of the names of the method and its controller.
     */
    String id() default "";

    /** Summary, one sentence. */
    String summary();

    /** The status of its success; 201 and 202 come with a {@code Location}. */
    int status() default 200;

    /** Whether its success carries an entity tag. */
    boolean tagged() default false;

    /** Whether a command may be answered later, when its caller prefers that. */
    boolean async() default true;

    /** Whether a command is refused while the disk of the event store is almost full. */
    boolean needsFreeSpace() default true;

    /** The type of its answer, when the return type of the method does not define it. */
    Class<?> answer() default void.class;

    /** The media type of its success: JSON, or one that is described as text. */
    String media() default "application/json";

    /** The type of its body, when the parameters of the method do not define it. */
    Class<?> body() default void.class;

    /** Whether its body is rows, as CSV or NDJSON, which are read as a stream. */
    boolean rows() default false;

    /** Its query parameters. */
    String[] parameters() default {};

    /** The refusals of a command's own. */
    Class<? extends RuntimeException>[] refusals() default {};

    /** Problems of its own that no refusal describes, each a status and a code: {@code 404 product-not-found}. */
    String[] problems() default {};
}
