package lombok;

/** Stands for Lombok, which is not on the classpath, so that the rule against it can be tested. */
public @interface Planted {}
