package lombok;

/** A stand-in for Lombok, which is not on the classpath, for the test of the rule against it. */
public @interface StubAnnotation {}
