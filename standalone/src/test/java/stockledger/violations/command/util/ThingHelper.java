package stockledger.violations.command.util;

import lombok.StubAnnotation;

/** Violates: no forbidden word in a name, no Lombok. */
@StubAnnotation
class ThingHelper {}
