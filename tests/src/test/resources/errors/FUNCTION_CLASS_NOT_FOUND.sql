CREATE FUNCTION initials AS 'com.acme.Initails';
