/*
 * The statements of a script.
 *
 * Queries are opaque here: before this grammar sees a statement, the words of a query are folded
 * into one QUERY_BODY token (io.millrace.sql.parse.QueryFolder), and Calcite parses them later. So
 * are conditions and values in statements that change rows, into EXPRESSION_BODY tokens
 * (io.millrace.sql.parse.ExpressionFolder).
 */
parser grammar MillraceSqlParser;

options { tokenVocab = MillraceSqlLexer; }

singleStatement
  : statement EOF
  ;

statement
  : QUERY_BODY queryClause*                                             # selectStatement
  | insert                                                              # insertStatement
  | UPDATE tableName (AS? name)? SET assignments
      (FROM EXPRESSION_BODY)? where?                                    # updateStatement
  | DELETE FROM tableName (AS? name)? (USING EXPRESSION_BODY)? where?   # deleteStatement
  | MERGE INTO tableName (AS? name)? USING EXPRESSION_BODY
      ON EXPRESSION_BODY mergeClause+                                   # mergeStatement
  | TRUNCATE TABLE? tableName (COMMA tableName)* dropBehavior?          # truncateStatement
  | BEGIN (TRANSACTION | WORK)?                                         # beginStatement
  | START TRANSACTION                                                   # beginStatement
  | COMMIT (TRANSACTION | WORK)?                                        # commitStatement
  | ROLLBACK (TRANSACTION | WORK)?                                      # rollbackStatement
  | START QUERY queryName AS insert                                     # startInsertStatement
  | START QUERY queryName fromBatch? restartClause*                     # startQueryStatement
  | STOP QUERY queryName (WITH DRAIN)?                                  # stopStatement
  | TAIL QUERY queryName                                                # tailStatement
  | AWAIT (ALL | QUERY (ALL | queryName)) (TIMEOUT interval)?           # awaitStatement
  | CREATE (OR REPLACE)? temporary? relationKind (IF NOT EXISTS)? tableName
      tableElements? relationClause* (AS QUERY_BODY queryClause*)?      # createRelationStatement
  | CREATE (OR REPLACE)? temporary? VIEW (IF NOT EXISTS)? tableName
      nameList? AS QUERY_BODY queryClause*                              # createViewStatement
  | CREATE (OR REPLACE)? temporary? MATERIALIZED VIEW (IF NOT EXISTS)? tableName
      nameList? before+=queryClause* AS QUERY_BODY behind+=queryClause* withData?
                                                                        # createMaterializedViewStatement
  | CREATE (OR REPLACE)? temporary? functionKind? FUNCTION (IF NOT EXISTS)? tableName
      parameters? (RETURNS (TABLE parameters | dataType))? functionPart*
      (RETURN (QUERY_BODY | expression))?                               # createFunctionStatement
  | ALTER TABLE tableName RENAME TO tableName                           # renameTableStatement
  | ALTER TABLE tableName RENAME COLUMN? name TO name                   # renameColumnStatement
  | ALTER TABLE tableName ADD COLUMN? name dataType columnPart*         # addColumnStatement
  | ALTER TABLE tableName DROP COLUMN? name                             # dropColumnStatement
  | CREATE SCHEMA (IF NOT EXISTS)? name                                 # createSchemaStatement
  | DROP SCHEMA (IF EXISTS)? name (COMMA name)* dropBehavior?           # dropSchemaStatement
  | DROP dropKind (IF EXISTS)? tableName (COMMA tableName)*
      dropBehavior?                                             # dropStatement
  | REFRESH MATERIALIZED VIEW CONCURRENTLY? tableName withData?         # refreshStatement
  | DROP temporary? FUNCTION (IF EXISTS)? tableName                     # dropFunctionStatement
  | DROP QUERY (IF EXISTS)? queryName (WITH CHECKPOINT)?                # dropQueryStatement
  | DROP CHECKPOINT (IF EXISTS)? STRING_TEXT                            # dropCheckpointStatement
  | REPAIR CHECKPOINT STRING_TEXT                                       # repairStatement
  | SET (optionName ((EQUAL | TO) settingValue)?)?                      # setStatement
  | RESET (ALL | optionName)?                                           # resetStatement
  | SHOW shown                                                          # showStatement
  | SHOW functionScope? FUNCTIONS (LIKE? STRING_TEXT)?                  # showFunctionsStatement
  | (DESCRIBE | DESC) QUERY queryName (PROGRESS | STATE)?               # describeQueryStatement
  | (DESCRIBE | DESC) FUNCTION EXTENDED? tableName                      # describeFunctionStatement
  | (DESCRIBE | DESC) EXTENDED? TABLE? tableName                        # describeStatement
  | EXPLAIN explainOption* explained                                    # explainStatement
  ;

insert
  : (INSERT (OR REPLACE)? | REPLACE) INTO TABLE? tableName (AS name)? (nameList | BY NAME)?
      (QUERY_BODY | DEFAULT VALUES) onConflict? queryClause*
  | INSERT OVERWRITE INTO? TABLE? tableName (nameList | BY NAME)? QUERY_BODY queryClause*
  ;

// Changing rows.

onConflict
  : ON CONFLICT nameList? DO (NOTHING | UPDATE SET assignments where?)
  ;

assignments
  : assignment (COMMA assignment)*
  ;

assignment
  : (name PERIOD)? name EQUAL EXPRESSION_BODY
  | nameList EQUAL EXPRESSION_BODY
  ;

where
  : WHERE EXPRESSION_BODY
  ;

mergeClause
  : WHEN NOT? MATCHED (BY (SOURCE | TARGET))? (AND EXPRESSION_BODY)? THEN mergeAction
  ;

mergeAction
  : UPDATE SET (assignments | STAR)
  | DELETE
  | INSERT nameList? VALUES EXPRESSION_BODY
  | INSERT STAR
  | INSERT DEFAULT VALUES
  | DO NOTHING
  ;

dropBehavior
  : CASCADE
  | RESTRICT
  ;

temporary
  : TEMPORARY
  | TEMP
  ;

relationKind
  : SOURCE
  | TABLE
  | SINK
  ;

dropKind
  : SOURCE
  | TABLE
  | SINK
  | MATERIALIZED? VIEW
  ;

withData
  : WITH NO? DATA
  ;

// CREATE FUNCTION.

functionKind
  : AGGREGATE
  | TABLE
  ;

parameters
  : LEFT_PAREN (parameter (COMMA parameter)*)? RIGHT_PAREN
  ;

parameter
  : name dataType (DEFAULT expression)?
  ;

functionPart
  : AS STRING_TEXT
  | USING JAR STRING_TEXT
  | LANGUAGE name
  | NOT? DETERMINISTIC
  | COMMENT STRING_TEXT
  ;

functionScope
  : USER
  | SYSTEM
  ;

// What stands between the parentheses of CREATE.

tableElements
  : LEFT_PAREN tableElement (COMMA tableElement)* RIGHT_PAREN
  ;

tableElement
  : WATERMARK FOR name AS expression                                    # watermarkElement
  | (CONSTRAINT name)? PRIMARY KEY nameList enforcement?                # primaryKeyElement
  | (CONSTRAINT name)? UNIQUE nameList enforcement?                     # uniqueElement
  | (CONSTRAINT name)? CHECK check enforcement?                         # checkElement
  | (CONSTRAINT name)? FOREIGN KEY nameList references                  # foreignKeyElement
  | name AS expression                                                  # computedElement
  | name dataType columnPart*                                           # columnElement
  ;

columnPart
  : NOT NULL
  | NULL
  | METADATA (FROM STRING_TEXT)?
  | (CONSTRAINT name)? PRIMARY KEY enforcement?
  | (CONSTRAINT name)? UNIQUE enforcement?
  | (CONSTRAINT name)? CHECK check enforcement?
  | (CONSTRAINT name)? references
  | DEFAULT EXPRESSION_BODY
  ;

enforcement
  : NOT? ENFORCED
  ;

check
  : LEFT_PAREN expressionInside+ RIGHT_PAREN
  ;

references
  : REFERENCES tableName nameList?
      (ON (DELETE | UPDATE) (name name? | SET (NULL | DEFAULT)))*
      enforcement?
  ;

expression
  : expressionPart+
  ;

expressionPart
  : LEFT_PAREN expressionInside* RIGHT_PAREN
  | ~(LEFT_PAREN | RIGHT_PAREN | COMMA)
  ;

expressionInside
  : expressionPart
  | COMMA
  ;

dataType
  : (scalarType | nestedType) arraySuffix*
  ;

arraySuffix
  : ARRAY (LEFT_BRACKET NUMBER_TEXT RIGHT_BRACKET)?
  | MULTISET
  | LEFT_BRACKET NUMBER_TEXT? RIGHT_BRACKET
  ;

scalarType
  : DOUBLE PRECISION
  | (CHARACTER | CHAR) VARYING typeArguments?
  | (TIMESTAMP | TIME) typeArguments? ((WITH LOCAL? | WITHOUT) TIME ZONE)?
  | INTERVAL TIME_UNIT typeArguments? (TO TIME_UNIT typeArguments?)?
  | name typeArguments?
  ;

nestedType
  : (ARRAY | MULTISET) LESS dataType GREATER
  | MAP LESS dataType COMMA dataType GREATER
  | MAP LEFT_PAREN dataType COMMA dataType RIGHT_PAREN
  | (ROW | STRUCT) LESS (fieldType (COMMA fieldType)*)? GREATER
  | (ROW | STRUCT) LEFT_PAREN fieldType (COMMA fieldType)* RIGHT_PAREN
  ;

fieldType
  : name COLON? dataType (NOT NULL)?
  ;

typeArguments
  : LEFT_PAREN NUMBER_TEXT (COMMA NUMBER_TEXT)? RIGHT_PAREN
  ;

// What stands behind the parentheses of CREATE.

relationClause
  : USING optionName
  | OPTIONS optionList
  | WITH optionList
  | FORMAT optionName optionList?
  | PARTITIONED BY nameList
  | BOUNDED
  ;

optionList
  : LEFT_PAREN (option (COMMA option)*)? RIGHT_PAREN
  ;

option
  : optionName EQUAL? optionValue
  ;

optionName
  : STRING_TEXT
  | QUOTED_NAME
  | word ((PERIOD | MINUS) word)*
  ;

optionValue
  : STRING_TEXT
  | (MINUS | PLUS)? NUMBER_TEXT word?
  | word ((PERIOD | MINUS) word)*
  ;

settingValue
  : anyToken+
  ;

anyToken
  : ~QUERY_BODY
  ;

// What stands behind a query.

queryClause
  : OUTPUT MODE outputMode                                              # modeClause
  | EMIT outputMode                                                     # modeClause
  | TRIGGER trigger                                                     # triggerClause
  | CHECKPOINT STRING_TEXT                                              # checkpointClause
  | OPTIONS optionList                                                  # optionsClause
  | fromBatch                                                           # fromBatchClause
  | restartClause                                                       # allowanceClause
  | FORMAT planFormat                                                   # formatClause
  ;

// Where a query with a checkpoint goes back to.
fromBatch
  : FROM BATCH NUMBER_TEXT
  ;

// What a changed query may do with the checkpoint of the old one.
restartClause
  : ALLOW SOURCE CHANGE
  | ACCEPT PARTIAL OUTPUT
  ;

outputMode
  : APPEND
  | UPDATE
  | COMPLETE
  | CHANGELOG
  ;

trigger
  : DEFAULT
  | ONCE
  | AVAILABLE NOW
  | PROCESSING TIME interval
  | CONTINUOUS interval
  | REAL TIME interval?
  ;

interval
  : INTERVAL? (MINUS | PLUS)? (STRING_TEXT | NUMBER_TEXT) (TIME_UNIT (TO TIME_UNIT)?)?
  ;

// EXPLAIN and SHOW.

explainOption
  : explainWord
  | LEFT_PAREN explainWord (COMMA explainWord)* RIGHT_PAREN
  | PLAN FOR
  ;

explainWord
  : planStage
  | FORMAT planFormat
  ;

planStage
  : LOGICAL
  | INCREMENTAL
  | PHYSICAL
  | STATE
  | CHANGELOG
  | ANALYZE
  | SPARK
  ;

planFormat
  : TEXT
  | JSON
  | DOT
  ;

explained
  : QUERY_BODY queryClause*                                             # explainedSelect
  | insert                                                              # explainedInsert
  | START QUERY queryName AS insert                                     # explainedStart
  | QUERY queryName (FORMAT planFormat)?                                # explainedQuery
  | MATERIALIZED VIEW tableName (FORMAT planFormat)?                    # explainedView
  ;

shown
  : SOURCES
  | TABLES
  | SINKS
  | MATERIALIZED? VIEWS
  | QUERIES
  | SETTINGS
  | CONNECTORS
  ;

// Names.

tableName
  : name (PERIOD name)*
  ;

queryName
  : name
  | NUMBER_TEXT
  ;

nameList
  : LEFT_PAREN name (COMMA name)* RIGHT_PAREN
  ;

name
  : PLAIN_WORD
  | QUOTED_NAME
  | nonReserved
  ;

word
  : PLAIN_WORD
  | nonReserved
  | reserved
  ;

reserved
  : ALL | AS | BY | CREATE | DEFAULT | DROP | EXISTS | FALSE | FOR | FROM | IF | INSERT | INTERVAL
  | INTO | LIKE | NOT | NULL | OR | PRIMARY | SELECT | SET | TABLE | TO | TRUE | USING | VALUES | WITH
  | AND | ON | THEN | WHEN | WHERE
  | RESERVED_WORD
  ;

nonReserved
  : SOURCE | SINK | MATERIALIZED | VIEW | QUERY | REPLACE | TEMPORARY | TEMP | OPTIONS | FORMAT | PARTITIONED
  | BOUNDED | WATERMARK | KEY | ENFORCED | METADATA
  | OUTPUT | MODE | EMIT | APPEND | UPDATE | COMPLETE | CHANGELOG
  | TRIGGER | ONCE | AVAILABLE | NOW | PROCESSING | CONTINUOUS | REAL | CHECKPOINT
  | CASCADE | RESTRICT | REFRESH | CONCURRENTLY | DATA | NO
  | ALLOW | CHANGE | ACCEPT | PARTIAL | REPAIR
  | START | STOP | TAIL | AWAIT | BATCH | DRAIN | TIMEOUT | NAME
  | SHOW | DESCRIBE | DESC | EXPLAIN | RESET | EXTENDED | PROGRESS | STATE | PLAN
  | LOGICAL | INCREMENTAL | PHYSICAL | ANALYZE | SPARK | TEXT | JSON | DOT
  | SOURCES | TABLES | SINKS | VIEWS | FUNCTIONS | QUERIES | SETTINGS | CONNECTORS
  | DOUBLE | PRECISION | CHARACTER | CHAR | VARYING | TIMESTAMP | TIME | ZONE | LOCAL | WITHOUT
  | ARRAY | MAP | ROW | STRUCT | MULTISET
  | FUNCTION | RETURN | RETURNS | AGGREGATE | JAR | LANGUAGE | DETERMINISTIC | COMMENT | USER | SYSTEM
  | DELETE | MERGE | MATCHED | TARGET | CONFLICT | NOTHING | DO | OVERWRITE | TRUNCATE
  | BEGIN | COMMIT | ROLLBACK | TRANSACTION | WORK | ALTER | ADD | COLUMN | RENAME
  | SCHEMA | UNIQUE | CHECK | CONSTRAINT | FOREIGN | REFERENCES
  | TIME_UNIT
  ;
