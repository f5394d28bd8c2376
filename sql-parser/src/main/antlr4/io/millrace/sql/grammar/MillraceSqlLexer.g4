/*
 * The words of statements.
 *
 * The lexer knows no keywords: a PLAIN_WORD that is one gets its type from the token names without an
 * underscore (io.millrace.sql.parse.Keywords). That keeps its tables small, and so their loading
 * fast.
 */
lexer grammar MillraceSqlLexer;

tokens {
  // Never names, unless quoted.
  ALL, AS, BY, CREATE, DEFAULT, DROP, EXISTS, FALSE, FOR, FROM, IF, INSERT, INTERVAL, INTO, LIKE, NOT,
  NULL, OR, PRIMARY, SELECT, SET, TABLE, TO, TRUE, USING, VALUES, WITH,
  AND, ON, THEN, WHEN, WHERE,
  // Words that only queries use and that are no names either.
  RESERVED_WORD,

  // Words that are names wherever a name can stand.
  SOURCE, SINK, VIEW, QUERY, REPLACE, TEMPORARY, TEMP, OPTIONS, FORMAT, PARTITIONED, BOUNDED,
  WATERMARK, KEY, ENFORCED, METADATA,
  OUTPUT, MODE, EMIT, APPEND, UPDATE, COMPLETE, CHANGELOG,
  TRIGGER, ONCE, AVAILABLE, NOW, PROCESSING, CONTINUOUS, REAL, CHECKPOINT,
  CASCADE, RESTRICT, REFRESH, CONCURRENTLY, DATA, NO,
  ALLOW, CHANGE, ACCEPT, PARTIAL, REPAIR,
  START, STOP, TAIL, AWAIT, BATCH, DRAIN, TIMEOUT, NAME,
  SHOW, DESCRIBE, DESC, EXPLAIN, RESET, EXTENDED, PROGRESS, STATE, PLAN,
  LOGICAL, INCREMENTAL, PHYSICAL, ANALYZE, SPARK, TEXT, JSON, DOT,
  SOURCES, TABLES, SINKS, VIEWS, FUNCTIONS, QUERIES, SETTINGS, CONNECTORS,
  DOUBLE, PRECISION, CHARACTER, CHAR, VARYING, TIMESTAMP, TIME, ZONE, LOCAL, WITHOUT,
  ARRAY, MAP, ROW, STRUCT, MULTISET,
  MATERIALIZED, FUNCTION, RETURN, RETURNS, AGGREGATE, JAR, LANGUAGE, DETERMINISTIC, COMMENT, USER, SYSTEM,
  DELETE, MERGE, MATCHED, TARGET, CONFLICT, NOTHING, DO, OVERWRITE, TRUNCATE,
  BEGIN, COMMIT, ROLLBACK, TRANSACTION, WORK, ALTER, ADD, COLUMN, RENAME,
  SCHEMA, UNIQUE, CHECK, CONSTRAINT, FOREIGN, REFERENCES,
  // SECOND, SECONDS, MINUTE, …
  TIME_UNIT,

  // Made by folding.
  QUERY_BODY, EXPRESSION_BODY
}

LEFT_PAREN : '(' ;
RIGHT_PAREN : ')' ;
COMMA : ',' ;
PERIOD : '.' ;
EQUAL : '=' ;
LESS : '<' ;
GREATER : '>' ;
PLUS : '+' ;
STAR : '*' ;
MINUS : '-' ;
COLON : ':' ;
LEFT_BRACKET : '[' ;
RIGHT_BRACKET : ']' ;

STRING_TEXT
  : '\'' (~'\'' | '\'\'')* '\''
  ;

// PostgreSQL's, in which a backslash takes what follows its meaning.
ESCAPED_TEXT
  : [eE] '\'' ('\\' . | '\'\'' | ~['\\])* '\''
  ;

QUOTED_NAME
  : '"' (~'"' | '""')* '"'
  | '`' (~'`' | '``')* '`'
  ;

NUMBER_TEXT
  : DIGIT+ ('.' DIGIT*)? EXPONENT?
  | '.' DIGIT+ EXPONENT?
  ;

// Everything beyond Latin-1's signs can stand in a word, except the other blanks.
PLAIN_WORD
  : WORD_START (WORD_START | DIGIT | '$')*
  ;

LINE_COMMENT
  : '--' ~'\n'* -> channel(HIDDEN)
  ;

BLOCK_COMMENT
  : '/*' (BLOCK_COMMENT | .)*? '*/' -> channel(HIDDEN)
  ;

BLANK
  : [ \t\n\u000B\f\r\u001C-\u001F\u00A0\u1680\u2000-\u200B\u2028\u2029\u202F\u205F\u3000\uFEFF]+ -> skip
  ;

OTHER_CHARACTER
  : .
  ;

fragment WORD_START
  : [a-zA-Z_]
  | ~[\u0000-\u00A9\u1680\u2000-\u206F\u3000-\u3003\uFEFF]
  ;

fragment DIGIT
  : [0-9]
  ;

fragment EXPONENT
  : [eE] [+-]? DIGIT+
  ;
