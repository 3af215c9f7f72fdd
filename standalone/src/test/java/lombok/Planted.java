package lombok;

/** Stands for Lombok, which is not here, so that the rule against it can be seen to bite. */
public @interface Planted {}
