/** Functions as the documentation has them. */
package com.acme;
